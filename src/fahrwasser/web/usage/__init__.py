"""Which of our own parts a town uses, and how long its forms take: sums only, off by one switch."""
