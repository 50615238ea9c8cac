"""Who took part and how: the ledger, evenness, and what people felt."""
