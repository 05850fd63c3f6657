"""Study: the analyses that were kept, in the order of the paper, and what another extract changes."""

import streamlit as st

from dashboard import cached, frame, state
from dashboard.study import changes_view, keeping, list_view, report_view
from nec_core.export.study.study_words import extract_sentence, multiplicity_sentence
from nec_core.formatting import escape_markdown
from nec_core.study.running import run

if page := state.study_page.take():
    st.switch_page(page)
admission = frame.require_admission(
    "Study", "The analyses you keep by name, in the order of your paper; saved as one file that holds no patient."
)
study = state.study()
if study is None or not study.analyses:
    st.info(
        "Nothing is kept yet. Press **Add to study** on Survival curves or Models. Saved, the study brings everything "
        "back when it is dropped together with the extract, or with next year's."
    )
    st.stop()
cohort = admission.cohort
ran = run(study, cohort, cached.result)
st.caption(escape_markdown(" ".join([extract_sentence(study.extract), multiplicity_sentence(study)])))
changes_view.show(study, admission, ran)
keeping.name_field(study)
list_view.show(ran, cohort)
report_view.show(keeping.standing(admission), admission)
