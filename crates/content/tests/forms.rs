//! The forms of the pack work: they can be filled in, and hold to the rules they are about.
#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use std::path::Path;

use content::Pack;
use forms::{Answers, At, Code, Context, Form, Issue, author};
use locale::{Date, Language};

const TODAY: Date = match Date::new(2026, 11, 23) {
    Some(today) => today,
    None => Date::EPOCH,
};
const CONTEXT: Context = Context::new(TODAY, Language::Nb);

fn drammen() -> Pack {
    Pack::load(Path::new("../../content/drammen")).unwrap_or_else(|found| panic!("{found:?}"))
}

fn form<'p>(pack: &'p Pack, id: &str) -> &'p Form {
    let newest = pack.newest_version(id).expect("a version");
    &pack.form(id, Some(newest)).expect("a form").form
}

/// Answers as they are sent, written in TOML.
fn answers(toml: &str) -> Answers {
    toml::from_str(toml).unwrap_or_else(|error| panic!("{error}"))
}

/// What a calculated field comes to.
fn calculated(form: &Form, given: &Answers, field: &str) -> Option<String> {
    form.view(given, &CONTEXT).calculated(At { field, row: None })
}

fn is_visible(form: &Form, given: &Answers, field: &str) -> bool {
    form.view(given, &CONTEXT).is_visible(At { field, row: None })
}

/// The checks that do not hold, by id, in the order of the form; warnings too.
fn failing(form: &Form, given: &Answers) -> Vec<String> {
    let view = form.view(given, &CONTEXT);
    view.issues().into_iter().chain(view.warnings()).filter_map(|issue| check_of(&issue)).collect()
}

fn check_of(issue: &Issue) -> Option<String> {
    match &issue.code {
        Code::NotInOrder { check, .. }
        | Code::SumTooLarge { check, .. }
        | Code::SumDiffers { check, .. }
        | Code::NoneAnswered { check }
        | Code::CheckFailed { check } => Some(check.clone()),
        _ => None,
    }
}

/// Chooses as Knuth's linear congruential generator does: everything follows from the seed alone.
fn choosing(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |most| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % most.max(1)
    }
}

#[test]
fn every_form_can_be_filled_in_and_read_in_every_language() {
    let pack = drammen();
    for id in pack.form_ids() {
        let form = form(&pack, id);
        for seed in 0..60 {
            let given = author::fitting(form, &CONTEXT, choosing(seed));
            let issues = form.validate(&given, &CONTEXT);
            let refused: Vec<&Issue> = issues.iter().filter(|issue| check_of(issue).is_none()).collect();
            assert!(refused.is_empty(), "{id}, seed {seed}: {refused:?}");
            for language in Language::ALL {
                let bundle = pack.form_bundle(id, None, language, TODAY).expect("a form");
                let summary = form.summary(&bundle.texts, &given, &CONTEXT);
                assert!(!summary.sections.is_empty(), "{id}, seed {seed}");
            }
        }
    }
}

#[test]
fn every_type_of_field_stands_in_some_form() {
    let pack = drammen();
    let mut kinds: Vec<String> = Vec::new();
    for id in pack.form_ids() {
        kinds.extend(form(&pack, id).fields().map(|field| format!("{:?}", field.kind)));
    }
    for kind in [
        "Text(",
        "Textarea(",
        "Name",
        "Number(",
        "Money(",
        "Checkbox",
        "Consent",
        "Checkboxes(",
        "Radio(",
        "Select(",
        "Combobox(",
        "Country",
        "Date(",
        "Month(",
        "Year(",
        "Time",
        "Email",
        "Phone",
        "IdentityNumber",
        "OrganisationNumber",
        "AccountNumber",
        "Iban",
        "Address(",
        "Attachment(",
        "Group(",
        "Rows(",
        "Calculated(",
        "Info(",
        "MapPoint",
    ] {
        let is_it =
            |other: &String| if kind.ends_with('(') { other.starts_with(kind) } else { other == kind };
        assert!(kinds.iter().any(is_it), "{kind}");
    }
}

#[test]
fn a_complaint_has_three_weeks_and_four_about_health() {
    let pack = drammen();
    let form = form(&pack, "klage-pa-vedtak");
    let given = |area: &str, received: &str| {
        answers(&format!("area = '{area}'\ndecided_on = '2026-10-26'\nreceived_on = '{received}'\n"))
    };
    let school = given("school", "2026-11-02");
    assert_eq!(calculated(form, &school, "deadline").as_deref(), Some("2026-11-23"));
    assert!(is_visible(form, &school, "in_time") && !is_visible(form, &school, "late"));
    let late = given("school", "2026-11-01");
    assert!(is_visible(form, &late, "late") && is_visible(form, &late, "late_reason"));
    assert!(!is_visible(form, &late, "in_time") && !is_visible(form, &late, "year_notice"));
    let health = given("health", "2026-11-01");
    assert_eq!(calculated(form, &health, "deadline").as_deref(), Some("2026-11-29"));
    assert!(is_visible(form, &health, "in_time"));
    let tax = given("property_tax", "2026-11-01");
    assert_eq!(calculated(form, &tax, "deadline"), None);
    assert!(!is_visible(form, &tax, "late") && is_visible(form, &tax, "tax_notice"));
    let old = answers("area = 'school'\ndecided_on = '2025-11-22'\nreceived_on = '2026-11-20'\n");
    assert!(is_visible(form, &old, "year_notice"));
}

#[test]
fn alcohol_is_served_within_the_hours_of_the_law() {
    let pack = drammen();
    let form = form(&pack, "skjenkebevilling");
    let told = |groups: &str, beer: [&str; 2], spirits: [&str; 2]| {
        let given = answers(&format!(
            "party = 'open'\norganiser = 'organisation'\ngroups = '{groups}'\nday = '2027-01-23'\n\
             starts_at = '12:00'\nends_at = '04:00'\nserves_from = '{}'\nserves_to = '{}'\n\
             spirits_from = '{}'\nspirits_to = '{}'\n",
            beer[0], beer[1], spirits[0], spirits[1]
        ));
        failing(form, &given)
    };
    let none: [String; 0] = [];
    assert_eq!(told("wine", ["18:00", "01:00"], ["", ""]), none);
    assert_eq!(told("wine", ["18:00", "23:30"], ["", ""]), none);
    assert_eq!(told("wine", ["18:00", "02:00"], ["", ""]), ["ends_usually"]);
    assert_eq!(told("wine", ["18:00", "03:30"], ["", ""]), ["ends_legally"]);
    assert_eq!(told("wine", ["05:00", "23:00"], ["", ""]), ["starts_legally"]);
    assert_eq!(told("spirits", ["18:00", "01:00"], ["18:00", "00:00"]), none);
    assert_eq!(told("spirits", ["12:00", "23:00"], ["12:30", "23:00"]), ["spirits_start"]);
    assert_eq!(told("spirits", ["18:00", "01:00"], ["18:00", "01:00"]), ["spirits_usual_end"]);
    assert_eq!(told("spirits", ["18:00", "23:00"], ["18:00", "00:00"]), ["spirits_not_longer"]);
    // What is hidden is not checked.
    assert_eq!(told("beer", ["18:00", "01:00"], ["03:00", "12:00"]), none);
}

#[test]
fn those_who_serve_alcohol_are_of_age_and_the_fee_follows_the_litres() {
    let pack = drammen();
    let form = form(&pack, "skjenkebevilling");
    let given = |born: &str| {
        answers(&format!(
            "party = 'open'\ngroups = 'wine'\nlitres_beer = '1000'\nlitres_wine = '100'\nday = '2027-01-23'\n\
             manager_name = 'Kari Nordmann'\nmanager_born = '{born}'\nhas_deputy = 'yes'\n\
             deputy_name = 'Kari Nordmann'\ndeputy_born = '1980-05-05'\n"
        ))
    };
    assert_eq!(failing(form, &given("2007-01-23")), ["deputy_differs"]);
    assert_eq!(failing(form, &given("2007-01-24")), ["manager_age", "deputy_differs"]);
    assert_eq!(calculated(form, &given("1980-05-05"), "fee").as_deref(), Some("792"));
}

#[test]
fn income_debt_and_shares_of_a_loan_add_up() {
    let pack = drammen();
    let form = form(&pack, "startlan");
    let given = answers(
        "purpose = 'buy'\nhas_debts = 'yes'\nrent = '9000'\nprice = '3000000'\nsavings = '100000'\n\
         loan_wanted = '2950000'\n\
         adults = [{id = 'a', answers = {adult_share = '50'}}, {id = 'b', answers = {adult_share = '40'}}]\n\
         incomes = [{id = 'c', answers = {income_yearly = '480000'}}, {id = 'd', answers = {income_yearly = '120000'}}]\n\
         debts = [{id = 'e', answers = {debt_amount = '400000', debt_monthly = '2500'}}]\n",
    );
    assert_eq!(calculated(form, &given, "income_total").as_deref(), Some("600000"));
    assert_eq!(calculated(form, &given, "debt_total").as_deref(), Some("400000"));
    assert_eq!(calculated(form, &given, "debt_times_income").as_deref(), Some("0.7"));
    assert_eq!(calculated(form, &given, "monthly_left").as_deref(), Some("38500"));
    assert_eq!(failing(form, &given), ["shares", "loan_and_savings"]);
    let alone = answers(
        "purpose = 'refinance'\nhas_debts = 'no'\nrent = '9000'\n\
         incomes = [{id = 'c', answers = {income_yearly = '480000'}}]\n",
    );
    assert_eq!(calculated(form, &alone, "monthly_left").as_deref(), Some("31000"));
    assert!(!is_visible(form, &alone, "debt_monthly_total") && !is_visible(form, &alone, "permit_notice"));
    assert!(failing(form, &alone).is_empty());
}

#[test]
fn a_family_pays_at_most_six_per_cent() {
    let pack = drammen();
    let form = form(&pack, "redusert-foreldrebetaling");
    let given = |fee: &str| {
        answers(&format!(
            "household = 'together'\n\
             children = [{{id = 'a', answers = {{place = 'kindergarten', monthly_fee = '{fee}'}}}}]\n\
             adults = [{{id = 'b', answers = {{adult_income = '200000', adult_capital = '10000'}}}}, \
             {{id = 'c', answers = {{adult_income = '10000'}}}}]\n"
        ))
    };
    assert_eq!(calculated(form, &given("1200"), "income_total").as_deref(), Some("220000"));
    assert_eq!(calculated(form, &given("1200"), "six_per_cent").as_deref(), Some("13200"));
    assert_eq!(calculated(form, &given("1200"), "six_monthly").as_deref(), Some("1200"));
    assert!(
        is_visible(form, &given("1201"), "likely_lower") && !is_visible(form, &given("1201"), "not_lower")
    );
    assert!(
        is_visible(form, &given("1200"), "not_lower") && !is_visible(form, &given("1200"), "likely_lower")
    );
}

#[test]
fn a_building_is_within_its_size_and_may_need_no_application() {
    let pack = drammen();
    let form = form(&pack, "byggesak");
    let given = |measure: &str, area: &str| {
        answers(&format!(
            "measure = '{measure}'\narea_built = '{area}'\narea_used = '40'\neaves_height = '2.5'\n\
             ridge_height = '3.9'\ncellar = 'no'\nlived_in = 'no'\ndistance_boundary = '1'\n\
             over_pipes = 'no'\nexemption = 'no'\nno_neighbours = true\n"
        ))
    };
    assert!(failing(form, &given("building", "70")).is_empty());
    assert_eq!(failing(form, &given("building", "70.5")), ["building_size"]);
    assert_eq!(failing(form, &given("extension", "51")), ["extension_size"]);
    assert!(is_visible(form, &given("building", "50"), "maybe_exempt"));
    assert!(!is_visible(form, &given("building", "51"), "maybe_exempt"));
    assert!(is_visible(form, &given("building", "50"), "boundary_consent"));
    assert_eq!(calculated(form, &given("building", "50"), "answer_by").as_deref(), Some("2026-12-14"));
    let with_remarks = answers(
        "measure = 'wall'\nexemption = 'no'\n\
         neighbours = [{id = 'a', answers = {notified_how = 'digital', notified_on = '2026-11-10', neighbour_remarks = 'yes'}}]\n",
    );
    assert_eq!(calculated(form, &with_remarks, "answer_by").as_deref(), Some("2027-02-15"));
    assert_eq!(failing(form, &with_remarks), ["notice_period"]);
}

#[test]
fn wishes_differ_and_come_in_order() {
    let pack = drammen();
    let kindergarten = form(&pack, "barnehageplass");
    let wishes = |second: &str, third: &str| {
        let given =
            answers(&format!("first_wish = 'fjell'\nsecond_wish = '{second}'\nthird_wish = '{third}'\n"));
        failing(kindergarten, &given)
    };
    let none: [String; 0] = [];
    assert_eq!(wishes("", ""), none);
    assert_eq!(wishes("solberg", "svelvik"), none);
    assert_eq!(wishes("fjell", ""), ["second_differs"]);
    assert_eq!(wishes("solberg", "fjell"), ["third_differs"]);
    assert_eq!(wishes("", "fjell"), ["third_follows_second"]);
    let music = form(&pack, "kulturskole");
    let pupils = answers(
        "earlier_pupils = '1'\n\
         pupils = [{id = 'a', answers = {pupil_born = '2022-01-01', first_subject = 'piano'}}, \
         {id = 'b', answers = {pupil_born = '2016-01-01', first_subject = 'piano', second_subject = 'piano'}}]\n",
    );
    assert_eq!(failing(music, &pupils), ["second_differs", "old_enough"]);
    assert_eq!(calculated(music, &pupils, "with_thirty").as_deref(), Some("1"));
    assert_eq!(calculated(music, &pupils, "with_fifty").as_deref(), Some("1"));
}

#[test]
fn a_lower_reading_needs_a_reason_and_the_code_stands_for_signing_in() {
    let pack = drammen();
    let form = form(&pack, "vannmaleravlesning");
    let lower = answers("last_reading = '520'\nreading = '12'\n");
    assert!(is_visible(form, &lower, "lower_reason"));
    assert_eq!(calculated(form, &lower, "used"), None);
    let higher = answers("last_reading = '520'\nreading = '640'\n");
    assert!(!is_visible(form, &higher, "lower_reason"));
    assert_eq!(calculated(form, &higher, "used").as_deref(), Some("120"));
    assert!(!is_visible(form, &higher, "letter_code"));
    let open = Context { access: forms::Access::Open, ..CONTEXT };
    assert!(form.view(&higher, &open).is_visible(At { field: "letter_code", row: None }));
    assert_eq!(failing(form, &higher), ["reachable"]);
}
