"""The frame round every screen: page settings, navigation, the sidebar, and then the screen itself."""

from pathlib import Path

import streamlit as st

from dashboard import sidebar, state, work
from dashboard.tables import table_view

state.drop_stale_widgets()

DASHBOARD = Path(__file__).parent.parent / "dashboard"

st.set_page_config(
    page_title="NEC cohort explorer",
    page_icon=str(DASHBOARD / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
    menu_items={"About": "Survival analysis of rare-tumour registry extracts. Everything stays on this computer."},
)

upload = st.Page("upload.py", title="Upload", icon=":material/upload_file:", default=True)
of_patients = [
    st.Page("cohort_summary.py", title="Cohort summary", icon=":material/table_chart:"),
    st.Page("survival_curves.py", title="Survival curves", icon=":material/show_chart:"),
    st.Page("models.py", title="Models", icon=":material/functions:"),
    st.Page("study.py", title="Study", icon=":material/bookmarks:"),
    st.Page("report.py", title="Report", icon=":material/description:"),
]
beside = [
    st.Page("published_study.py", title="Published study", icon=":material/article:"),
    st.Page("guide.py", title="Guide", icon=":material/help:"),
]
page = st.navigation([upload, *of_patients, *beside], position="top")
st.html(DASHBOARD / "style.css")
scripts = [
    (DASHBOARD / name).read_text(encoding="utf-8")
    for name in ("drawer.js", "spoken_names.js", "printing.js", "leaving.js")
]
st.html(f"<script>{''.join(scripts)}</script>", unsafe_allow_javascript=True)
table_view.listen()
work.reserve_place()
sidebar.show(filters=page in of_patients)
page.run()
