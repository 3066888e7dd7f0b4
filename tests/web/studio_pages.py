"""Addresses, forms and texts of the studio, for its tests."""


def studio(row, query=""):
    cohort = getattr(row, "cohort_id", None) or row.pk
    return f"/cohorts/{cohort}/studio/{query}"


def address(draft, part):
    return f"/rounds/{draft.pk}/{part}/"


def text(response):
    return " ".join(response.content.decode().split())


def then(client, response):
    """The page that a form leads to."""
    assert response.status_code == 303
    return text(client.get(response["Location"]))


def rules_form(draft, **changed):
    """The left column as a browser sends it back."""
    on = {f"rule_{r['id']}": "on" for r in draft.criteria["rules"] if r.get("enabled", True)}
    weights = {f"weight_{w['id']}": w["weight"] for w in draft.criteria["preferences"]}
    return {"objective": draft.objective, "minimum_score": "", **on, **weights, **changed}


def ids(learner_row, guide_row):
    return {"learner": learner_row.pk, "guide": guide_row.pk}
