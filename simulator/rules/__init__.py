"""What Discord refuses: limits, forms, rates, and its own documents."""
