"""Letters: plain values become a tagged PDF that declares PDF/A-3a and PDF/UA-1, set by typst."""
