"""The page of the surveys: all provinces, one from the inside, and the LAOs behind them."""
