from django.urls import path

from content.views.listings import listing_paths
from submissions.models import Submission
from submissions.views import contributing, problems

app_name = "submissions"

urlpatterns = [
    path("contribute/", contributing.contribute, name="contribute"),
    *[
        path(f"contribute/{kind}/", contributing.submission_create, {"kind": kind}, name=kind)
        for kind in Submission.Category.values
    ],
    path("contribute/sent/", contributing.submission_sent, name="sent"),
    *listing_paths("problems/", problems.ProblemListing, name="problem-list"),
    path("problems/<number:number>/", problems.problem_detail, name="problem-detail"),
    path("problems/<number:number>/ours/", problems.ours_too, name="ours-too"),
    path("problems/<number:number>/ours/sent/", problems.ours_too_sent, name="ours-too-sent"),
]
