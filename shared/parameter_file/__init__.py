"""The template's parameters as people set them, `Name=value`, and the file that keeps them."""
