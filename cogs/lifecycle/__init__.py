"""Opening, steering and closing a class in Discord, and its panel."""
