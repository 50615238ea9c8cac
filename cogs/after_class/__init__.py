"""Review, presenting and reflection in Discord."""
