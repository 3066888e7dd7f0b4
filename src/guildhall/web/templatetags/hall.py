"""The tag library `hall`; a template built-in, so that no page has to load it.

base.html reads `shell` from the context, which `guildhall.web.shared.context.shell` fills:

    navigation        list of {key, label, url, icon, is_current}, by role, in order
    phone_navigation  the first three of them; “More” is added by the template
    person_name, person_initials, person_role, person_kind ("staff" unless given)
    inbox_count       unread entries of the inbox
    inbox_url, search_url, profile_url, settings_url, help_url
                      default to /inbox/, /search/, /me/, /settings/, /help/
    organization_name shown where a page has no breadcrumb, and on signed-out pages
    is_demo           shows the line that says so, with a link to demo_url when given
    offline_owner     whose things may wait on this device, as a mark; "" signed out
    works_offline     whether the reader guides somebody, so that this device is made ready
    theme             "light" | "dark" | "system", from the cookie `theme`
    breadcrumb        list of (label, url); the last url is None. A view sets `breadcrumb` in its
                      own context, which comes first.
"""

from django import template

from guildhall.core.words import with_article
from guildhall.web.templatetags import (
    hall_bars,
    hall_charts,
    hall_course,
    hall_dates,
    hall_drawings,
    hall_files,
    hall_forms,
    hall_hours,
    hall_labels,
    hall_levels,
    hall_offline,
    hall_people,
    hall_wheel,
)

register = template.Library()

# Files of the page
register.simple_tag(hall_files.stylesheets)
register.simple_tag(hall_files.scripts)
register.simple_tag(hall_files.script)
register.simple_tag(hall_files.icon)

# Words with a shape
register.simple_tag(hall_labels.status)
register.simple_tag(hall_labels.state_shape)
register.simple_tag(hall_labels.visibility)
register.simple_tag(hall_labels.label)
register.simple_tag(hall_labels.shared_label)
register.simple_tag(hall_labels.count_badge)
register.simple_tag(hall_labels.number_mark)
register.simple_tag(hall_labels.diff_mark)
register.simple_tag(hall_labels.date_tile)
register.filter(hall_labels.breakable)
register.filter(with_article)

# Days
register.filter(hall_dates.day)
register.filter(hall_dates.weekday)
register.filter(hall_dates.moment)
register.filter(hall_dates.time_of_day)

# People
register.simple_tag(hall_people.person_arch)
register.simple_tag(hall_people.pair_arches)
register.simple_tag(hall_people.person_chip)

# Bars
register.simple_tag(hall_bars.phase_bar)
register.simple_tag(hall_bars.meter)
register.simple_tag(hall_bars.contribution)
register.simple_tag(hall_bars.state_bar)
register.simple_tag(hall_bars.rung)

# Charts
register.simple_tag(hall_charts.histogram)
register.simple_tag(hall_charts.spread_mark)
register.simple_tag(hall_charts.pair_marks)
register.simple_tag(hall_charts.rhythm_marks)
register.simple_tag(hall_wheel.life_wheel)
register.simple_tag(hall_wheel.mark_line)

# Levels of a scale
register.simple_tag(hall_levels.level_tile)
register.simple_tag(hall_levels.level_cell)
register.simple_tag(hall_levels.level_legend)
register.simple_tag(hall_levels.gap_marks)

# Hours
register.filter(hall_hours.hours)
register.simple_tag(hall_hours.gap_bar)
register.simple_tag(hall_hours.plain_bar)

# Without network
register.simple_tag(hall_offline.offline_parts)
register.simple_tag(hall_offline.offline_hours)

# Drawings
register.simple_tag(hall_course.course_line)
register.simple_tag(hall_drawings.hall_mark)
register.simple_tag(hall_drawings.hall_drawing)

# Forms and links
register.simple_tag(hall_forms.field_parts)
register.simple_tag(hall_forms.filter_field)
register.filter(hall_forms.error_lines)
register.simple_tag(hall_forms.page_query, takes_context=True)
