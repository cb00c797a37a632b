"""What clerks see: what is to do today, the case, the decision; applications taken at the counter."""
