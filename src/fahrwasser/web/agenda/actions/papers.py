"""stub"""

make_agenda_paper = make_mandate = reset_text = write_text = None
