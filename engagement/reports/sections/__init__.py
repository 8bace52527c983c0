"""Parts of reports, by what they tell; each is made of the facts alone."""
