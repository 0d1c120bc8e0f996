"""What every page stands in: the view, choices in the address, sign-in, navigation, loading."""
