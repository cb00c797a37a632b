"""stub"""


def open_picture(x): ...
