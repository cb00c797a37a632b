"""Every document from upload or rendering on."""
