"""How well names are found: recall by kind of change, beside trigrams and rapidfuzz."""
