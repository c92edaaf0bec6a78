"""What the example projects wrote down when an item of a checklist was met. All of it is invented."""

from __future__ import annotations

NOTES = {
    "asks_of_peers": "Agreed at the team meeting and pinned up in the office: peers are asked to listen, walk along and explain, "
    "never to persuade.",
    "notes": "Peers write with the person, in the person's words, and read it out before it is saved. Page 4 of the policy.",
    "line_supervisor": "Agreed with the manager. Weekly for the first three months.",
    "peer_supervisor": "Every fortnight, away from the ward.",
    "supervision_dates": "All dates of the first three months are in the shared diary.",
    "training": "Four days with the peer-run charity, and two shadowing an experienced peer.",
    "benefits_advice": "The council's adviser has a slot every other Tuesday and has met all of them once.",
    "adjustments": "Ask either supervisor; answered within a week. The form is one page.",
    "unwell": "Written down with each peer: whom they tell, what colleagues do, how coming back starts.",
    "first_day": "Badges, lockers, phones and a desk by the window are there. Tried by walking in at half past seven.",
    "safeguarding_route": "The duty number is on the back of every badge. Nights and weekends rung and answered.",
    "lone_working": "Nobody meets alone off site in the first month. After that: buddy, call-in, and what happens when it doesn't come.",
    "information_sharing": "Signed by both organisations. A one-page version in plain words hangs in the staff room.",
    "peer_is_patient": "Another team takes over, and no colleague opens the record. Talked through with every peer before they signed.",
    "known_people": "Say so to a supervisor, no reasons needed; somebody else takes over.",
    "briefing": "Two peers spoke at three handovers, so that the night shift heard them too.",
    "worries": "Fourteen worries on a board, each answered by name. Two of them changed the profile.",
    "offer": "The leaflet is read together, and the question is asked by somebody who doesn't gain from the answer.",
    "saying_no": "One tick, or a word to anybody. Nothing about their care changes, and the leaflet says so first.",
    "raising_concern": "Through the charity's office, with or without a name.",
    "endings": "Spoken of at the first meeting, and planned four weeks ahead.",
}
