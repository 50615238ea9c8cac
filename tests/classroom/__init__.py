"""The whole bot on a local Discord: classes as people live them."""
