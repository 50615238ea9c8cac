"""Words that several subjects share, and people's text inside ours."""
