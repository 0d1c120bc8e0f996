"""All that needs streamlit; no other room of itasdash imports it."""
