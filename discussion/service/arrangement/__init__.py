"""Commands about hands, circles and voices."""
