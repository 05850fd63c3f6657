"""A picture to the clipboard, in the browser itself."""

from __future__ import annotations

import base64

import streamlit as st

_SCRIPT = """
<p id="copied" role="status">Copying …</p>
<script>
(async () => {{
  const note = document.getElementById("copied");
  try {{
    const bytes = Uint8Array.from(atob("{data}"), c => c.charCodeAt(0));
    const picture = new Blob([bytes], {{type: "image/png"}});
    await navigator.clipboard.write([new ClipboardItem({{"image/png": picture}})]);
    note.textContent = "Copied. Paste it where you write.";
  }} catch (error) {{
    note.textContent = "The browser did not allow copying. Download the PNG instead.";
  }}
}})();
</script>
"""


def copy_png(png: bytes) -> None:
    """Puts a PNG on the clipboard of whoever just pressed a button; says so, or what to do instead."""
    st.html(_SCRIPT.format(data=base64.b64encode(png).decode()), unsafe_allow_javascript=True)
