"""Reports that are asked for by themselves, and who is told of them."""
