"""What the samples are made from: texts, images and lists of words."""
