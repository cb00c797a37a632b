"""stub"""


def head_letter(member, today):
    raise NotImplementedError
