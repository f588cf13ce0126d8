from content.exceptions import AppError


class ImportRunning(AppError):
    message = "Another import is running. Wait until it is done, then try again."


class UnreadableFile(AppError):
    message = "This file can’t be read. Export or save it again."


class FileNotFetched(AppError):
    message = "The old site didn’t send this file."


class FileGone(FileNotFetched):
    message = "The old site has no such file."


class FetchFolderFull(FileNotFetched):
    message = (
        "The disk is full, so this file wasn’t fetched. Make room, and run the import again: files "
        "that are here aren’t fetched again."
    )


class FetchFolderClosed(FileNotFetched):
    message = (
        "The folder for fetched files can’t be written to. Let the import write to it, and run it "
        "again."
    )


class ImpossibleChoice(AppError):
    message = "The file has nothing by this name. Check the spelling."


class ExportImpossible(AppError):
    message = "The site can’t be exported there. Choose another folder."


class SiteImportRefused(AppError):
    message = "This folder can’t be imported. Export the site again."
