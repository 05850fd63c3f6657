"""Guide: a tour, the words, how the numbers are made, and when they mislead."""

from pathlib import Path

import streamlit as st

from dashboard import frame

frame.title("Guide")
st.markdown((Path(__file__).parent.parent / "dashboard" / "guide.md").read_text(encoding="utf-8"), anchors=False)
