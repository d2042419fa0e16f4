"""Start the web app: `streamlit run app.py`. No arithmetic here."""

from calculator.web import main

main()
