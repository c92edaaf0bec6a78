"""The change ideas of the example projects and the cycles that tested them: predictions that were right, and wrong."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.demo.people import EMERGENCY, LARCH_WARD, RIVERSIDE


@dataclass(frozen=True)
class Tested:
    """One cycle: in which month it began, and what came of it `months` later. Without `compared` nobody has studied it yet."""

    began: int
    objective: str
    what: str
    prediction: str
    scale: str
    days: int
    happened: str = ""
    compared: str = ""
    study: str = ""
    decision: str = ""
    why: str = ""
    who: str = ""
    months: int = 1
    measures: tuple[str, ...] = ()
    service: str = ""
    only_planned: bool = False


@dataclass(frozen=True)
class Tried:
    """One idea: the driver it stands under, its ramp, and what was said of it without a test (month, state, why)."""

    words: str
    driver: str
    tests: tuple[Tested, ...] = ()
    said: tuple[tuple[int, str, str], ...] = ()


ASKED = "Asked and informed before referral"
DAYS = "Days from being asked to the first meeting"
UNDERSTOOD = "Felt understood"
OUTSIDE = "Requests outside the role"
SAID_NO = "Said no, or not now, to peer support"

HARBOUR = (
    Tried("Put the question “Were you asked?” on the referral form", "Somebody they know asks them", (
        Tested(
            4, "Does a question on the form make us ask?",
            "A pasted-on slip with the question, on every referral of one nurse for two weeks.",
            "The nurse ticks “yes” on nine of ten, because the form reminds her.", "person", 14,
            "Eleven referrals. Seven ticked yes, four were left empty on night shifts.", "partly",
            "The slip works by day. At night forms are filled in by whoever is free, and the slip looks like an extra.",
            "adapt", "Print it on the form itself, above the signature, so that it isn't an extra.",
            who="One nurse of the day shift", measures=(ASKED,), service=LARCH_WARD,
        ),
        Tested(
            6, "Does it hold on the whole ward, nights too?",
            "New forms with the question above the signature, for everybody, for six weeks.",
            "The share of people asked rises above 80% within six weeks, and stays there.", "team", 42,
            "Forms were changed on the day planned. Two old pads turned up in a drawer and were thrown away.", "as_predicted",
            "Above 80% from the first month. A question that stands where you sign gets asked.",
            "adopt", "It costs nothing, and nobody wants the old form back.",
            who="Everybody who refers from Larch Ward", months=2, measures=(ASKED, SAID_NO), service=LARCH_WARD,
        ),
    )),
    Tried("Ask at the second meeting, not at admission", "Somebody they know asks them", (
        Tested(
            8, "Do people say yes more freely if asked later?", "Five people are asked on their third day.",
            "Four of five say yes.", "few", 14,
            "Two said yes, two no, one had left already.", "not",
            "Somebody leaves before the third day more often than we thought. And a no is not a failure: both could say why.",
            "adapt", "The day matters less than who asks. Next: whoever did the first long talk asks, whatever the day.",
            who="Named nurses", measures=(ASKED, SAID_NO), service=LARCH_WARD,
        ),
        Tested(
            11, "Who should ask?", "For a month, whoever had the first long talk with somebody asks.",
            "More people say that they were asked by somebody they knew; as many say no as before.", "week", 28,
            "Fourteen people asked, nine by somebody they knew. Three said no.", "partly",
            "Where it was done it worked. On weekends nobody knew who had had the first talk.",
            "adapt", "Write the name of whoever had the first talk on the board.",
            who="The ward team", months=2, measures=(ASKED, SAID_NO), service=LARCH_WARD,
        ),
        Tested(
            15, "Does a name on the board carry it over the weekend?",
            "The board shows who had the first talk with each person, for three weeks.",
            "Of ten people admitted on a weekend, eight are asked by that person.", "team", 21,
            who="The ward team", measures=(ASKED, UNDERSTOOD), service=LARCH_WARD,
        ),
    )),
    Tried("A card in plain words, with a photo of the peers", "They hear in plain words what it is", (
        Tested(
            7, "Does the card answer what people ask?", "Ten people get the card and say back what peer support is.",
            "Eight of ten say that they may say no.", "few", 14,
            "Nine of ten said so. Two asked whether the people on the photo are staff.", "as_predicted",
            "The sentence “You can say no, now or later” at the top does the work.",
            "adopt", "With “They are not nurses” added under the photo.", who="Pat and Petra, with two nurses",
            measures=(UNDERSTOOD, SAID_NO), service=LARCH_WARD,
        ),
    )),
    Tried("Peers join the morning handover", "Referrals reach the peers the same day", (
        Tested(
            9, "Are referrals quicker if peers hear them at handover?", "A peer sits in on the handover for two weeks.",
            "Days to the first meeting fall by two, and nobody minds.", "week", 14,
            "It fell by half a day. Peers heard things about people that they had not been told by them.", "not",
            "Two people said afterwards that they took the peer for staff. Peers felt they knew too much.",
            "abandon", "It saves half a day and costs the role its shape. That is not a price we pay.",
            who="One peer a day", measures=(DAYS, OUTSIDE), service=LARCH_WARD,
        ),
    )),
    Tried("One shared phone for referrals on the same day", "Referrals reach the peers the same day", (
        Tested(
            13, "Does a phone of their own make it the same day?", "Riverside rings one number; a peer has it, by day.",
            "Seven of ten referrals are heard of on the same day.", "team", 30,
            "Twelve referrals, five on the same day. The phone was off on Wednesdays.", "partly",
            "Wednesday is everybody's supervision day, so nobody had it.",
            "adapt", "Two phones, and one of them is with the team leader on Wednesdays.",
            who="Riverside team", months=2, measures=(DAYS,), service=RIVERSIDE,
        ),
    )),
    Tried(
        "Hours of peers in the evening", "There are enough hours at the right times",
        said=((10, "parked", "Lone working in the evening is not arranged yet, and nobody is asked to work without it."),),
    ),
    Tried("Half a page for agency staff: what peers will not do", "Staff know what peers will not do", (
        Tested(
            16, "Do requests outside the role fall if agency staff know it?",
            "Every agency nurse gets the half page with the keys, for a month.",
            "Requests outside the role fall from five to two a month.", "team", 30,
            "Given to nineteen of twenty-two. Six requests in the month, as before; four came from our own staff.", "not",
            "It wasn't agency staff who asked most. We had looked in the wrong place.",
            who="Nurse in charge", months=2, measures=(OUTSIDE,), service=LARCH_WARD,
        ),
    )),
    Tried("Supervision in the diary for the whole year", "Supervision happens when it is due", (
        Tested(
            18, "Is supervision held if it stands in the diary a year ahead?",
            "Put all dates of three peers into the shared diary, and see for a quarter.", "", "few", 90,
            who="Both supervisors", measures=("Supervision held when it was due",), only_planned=True,
        ),
    )),
    Tried("Ask people who said no what would have helped them decide", ""),
)  # fmt: skip

STREET = "Slept on the street on the first night out"
UNKNOWN = "First night not known"
SICK = "Navigators' days off sick"
SEEN = "Left before being seen"

LANTERN = (
    Tried("A button on the department's screen that calls the navigator", "Staff tell the navigators at once", (
        Tested(
            5, "Do staff press it?", "One shift leader uses it for a week.", "Five calls in the week.", "person", 7,
            "One call. The button is on the third page of the screen.", "not",
            "Nobody looks on the third page. A phone number on the door would do more.",
            "abandon", "Moving the button takes the trust a year.", who="One shift leader", service=EMERGENCY,
        ),
    )),
    Tried("The navigators' number on the door of every cubicle", "Staff tell the navigators at once", (
        Tested(
            7, "Does a number on the door get us called?", "A sticker on eight doors for two weeks.",
            "Ten calls, most of them by day.", "team", 14,
            "Thirteen calls, nine by day.", "as_predicted", "A sticker beats a screen.",
            "adopt", "All doors have it now.", who="Navigators", measures=(SEEN,), service=EMERGENCY,
        ),
    )),
    Tried("Navigators work nights, one at a time", "A navigator is there at night", (
        Tested(
            9, "Do fewer people leave at night?", "One navigator each night for six weeks.",
            "Fewer people leave before being seen; nobody is off sick more than before.", "team", 42,
            "As many left as before. Days off sick doubled.", "not",
            "One person alone at night is too much, and it didn't help those who leave.",
            "abandon", "It made our own people ill. We looked at the balancing measure and stopped.",
            who="All navigators", months=2, measures=(SEEN, SICK), service=EMERGENCY,
        ),
    )),
    Tried("Two navigators together until midnight", "A navigator is there at night", (
        Tested(
            13, "Is midnight late enough?", "Two navigators from six to midnight, Thursday to Saturday, for a month.",
            "Half of those who come at night are met.", "team", 30,
            "Eleven of nineteen were met. Nobody was off sick.", "as_predicted",
            "Most people who come at night come before midnight.",
            "adapt", "Try it on all evenings, with a third person so that nobody does five in a row.",
            who="Six navigators", months=2, measures=(SEEN, SICK), service=EMERGENCY,
        ),
        Tested(
            16, "Does it hold on all evenings?", "All seven evenings for four weeks, three people in turn.",
            "As many are met as on the three evenings, and days off sick stay below four a month.", "team", 28,
            who="Nine navigators", measures=(SEEN, SICK), service=EMERGENCY,
        ),
    )),
    Tried("Three emergency beds held until nine in the evening", "Emergency beds are kept free", (
        Tested(
            4, "Are held beds used?", "One bed held for two weeks.", "It is used on ten of fourteen nights.", "day", 14,
            "Used on twelve.", "as_predicted", "One is not enough.", "adapt", "Hold three.", who="Rooftop Pathways",
            measures=(STREET,),
        ),
        Tested(
            5, "Do three beds change where people sleep?", "Three beds held every night for three months.",
            "The share who sleep on the street falls below 12%.", "all", 90,
            "Used on 71 of 90 nights, all three on 38.", "as_predicted", "It fell below 12% in the second month.",
            "adopt", "The council pays for them from now on.", who="Rooftop Pathways", months=4, measures=(STREET, UNKNOWN),
        ),
    )),
    Tried(
        "A shared list of free rooms for all councils", "Councils answer on the same day",
        said=((8, "parked", "Two councils want to see who else is on it first."),),
    ),
    Tried("A text message on the next morning, if people want one", "People can be reached the next day", (
        Tested(
            14, "Do people answer a text?", "Twenty people who gave a number get one at eleven.",
            "Twelve of twenty answer.", "few", 21,
            "Six answered. Nine numbers did not work any more.", "not",
            "Phones get lost or sold within a week. A place they go to would be a better way to find them.",
            "adapt", "Ask at the breakfast club instead, with their agreement.", who="Two navigators", measures=(UNKNOWN,),
        ),
    )),
    Tried("Ask at the breakfast club who slept where", "People can be reached the next day", (
        Tested(
            17, "Can the breakfast club tell us?", "With people's agreement, a navigator is there twice a week for a month.",
            "The first night of half of those we lost is known.", "week", 14,
            "Of nine people, we met five there.", "as_predicted", "They are easy to find, and glad to be asked.",
            who="Two navigators", measures=(UNKNOWN, STREET),
        ),
    )),
    Tried("Give people the bus fare to the bed", ""),
)  # fmt: skip
