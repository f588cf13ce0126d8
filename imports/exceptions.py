from content.exceptions import AppError


class ImportRunning(AppError):
    message = "Another import is running. Wait until it is done, then try again."


class UnreadableFile(AppError):
    message = "This file can’t be read. Export or save it again."


class ExportImpossible(AppError):
    message = "The site can’t be exported there. Choose another folder."


class SiteImportRefused(AppError):
    message = "This folder can’t be imported. Export the site again."
