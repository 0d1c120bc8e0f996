"""Streamlit pieces that pages share; nothing below this folder imports streamlit."""
