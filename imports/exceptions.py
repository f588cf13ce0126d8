from content.exceptions import AppError


class ImportRunning(AppError):
    message = "Another import is running. Wait until it is done, then try again."


class UnreadableFile(AppError):
    message = "This file can’t be read. Export or save it again."


class ImpossibleChoice(AppError):
    message = "The file has nothing by this name. Check the spelling."
