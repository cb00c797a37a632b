"""Papers as OpenDocument text: the same values as the PDF, for people who have to edit what lies before a council."""
