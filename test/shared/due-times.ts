/**
 * Due times worked out on paper: calendar (of due-calendars.ts), start, target, due, and why; none is copied from what
 * the engine says. The offset after a due time is the one on the walls there, and part of the claim.
 */
export const DUE_TIMES = `
# An office in Berlin, Monday to Friday 9 to 17; 24 December until 12, 25 December and 1 January off
office | 2026-11-20T16:00+01:00 | 4h | 2026-11-23T12:00+01:00 | Friday 16-17 is one hour, Monday 9-12 the other three
office | 2026-11-23T09:00+01:00 | 8h | 2026-11-23T17:00+01:00 | eight hours end exactly at closing, not at the next opening
office | 2026-11-23T09:00+01:00 | 28801s | 2026-11-24T09:00:01+01:00 | one second more than a day is one second into the next
office | 2026-11-23T17:00+01:00 | 1h | 2026-11-24T10:00+01:00 | at closing it is closed, so the hour is Tuesday's first
office | 2026-11-23T09:00+01:00 | 1h | 2026-11-23T10:00+01:00 | at opening it is open
office | 2026-11-21T12:00+01:00 | 30m | 2026-11-23T09:30+01:00 | nothing counts on Saturday and Sunday
office | 2026-11-23T07:00+01:00 | 1h | 2026-11-23T10:00+01:00 | before opening nothing counts
office | 2026-11-21T12:00+01:00 | 0m | 2026-11-21T12:00+01:00 | no time at all is due at once, even while closed
office | 2026-11-23T12:34:56+01:00 | 0s | 2026-11-23T12:34:56+01:00 | no time at all is due at once
office | 2026-11-23T09:00+01:00 | 40h | 2026-11-27T17:00+01:00 | five days of eight hours end on Friday at closing
office | 2026-11-11T13:00+01:00 | 80h | 2026-11-25T13:00+01:00 | 4 Wed, 16 Thu-Fri, 40 the week after, 16 Mon-Tue, 4 Wed
office | 2026-12-23T16:00+01:00 | 4h | 2026-12-24T12:00+01:00 | one hour, then the three of the short day, to its closing
office | 2026-12-23T16:00+01:00 | 5h | 2026-12-28T10:00+01:00 | 1 + 3, then Christmas and the weekend, then Monday's first
office | 2026-12-18T11:00+01:00 | 2h | 2026-12-18T16:00+01:00 | 11-12, the break 12-15, 15-16
office | 2026-12-18T13:00+01:00 | 30m | 2026-12-18T15:30+01:00 | what starts in a break counts from its end
office | 2026-12-18T09:00+01:00 | 3h | 2026-12-18T12:00+01:00 | three hours end exactly as the break starts
office | 2026-12-31T16:30+01:00 | 1h | 2027-01-04T09:30+01:00 | half on Thursday, New Year and a weekend off, half on Monday
office | 2028-02-28T16:00+01:00 | 10h | 2028-03-01T10:00+01:00 | 1 on Monday, 8 on Tuesday 29 February, 1 on Wednesday
office | 2027-02-26T16:00+01:00 | 10h | 2027-03-02T10:00+01:00 | 1 on Friday, 8 on Monday 1 March (no 29th in 2027), 1 on Tuesday
office | 2026-03-27T16:00+01:00 | 2h | 2026-03-30T10:00+02:00 | the clocks go forward while it is closed, which changes nothing
office | 2026-10-23T16:00+02:00 | 2h | 2026-10-26T10:00+01:00 | the clocks go back while it is closed, which changes nothing
office | 2026-11-20T15:59:59.500Z | 1h | 2026-11-23T09:59:59.500+01:00 | half a second until 17:00 on Berlin's walls, the rest on Monday
# Open day and night in Berlin
always | 2026-03-28T12:00+01:00 | 24h | 2026-03-29T13:00+02:00 | 24 real hours, one of which the clocks skip
always | 2026-10-24T12:00+02:00 | 24h | 2026-10-25T11:00+01:00 | 24 real hours, one of which the clocks show twice
always | 2026-03-29T00:00+01:00 | 23h | 2026-03-30T00:00+02:00 | that Sunday has 23 hours
always | 2026-10-25T00:00+02:00 | 25h | 2026-10-26T00:00+01:00 | that Sunday has 25 hours
always | 2026-03-29T01:00Z | 30m | 2026-03-29T03:30+02:00 | at the very instant of the gap the wall shows 3:00
always | 2026-12-31T20:00+01:00 | 72h | 2027-01-03T20:00+01:00 | the year ends without a gap
# Round the clock on weekdays in New York
weekdays24 | 2026-03-06T20:00-05:00 | 8h | 2026-03-09T04:00-04:00 | 4 until Friday's midnight, 4 from Monday's; Sunday's gap is closed
weekdays24 | 2026-10-30T20:00-04:00 | 8h | 2026-11-02T04:00-05:00 | the same with the doubled hour on Sunday
weekdays24 | 2026-10-30T23:00-04:00 | 1h | 2026-10-31T00:00-04:00 | 24:00 on Friday is when it closes
weekdays24 | 2026-06-01T00:00-04:00 | 120h | 2026-06-06T00:00-04:00 | five whole days end with Friday
weekdays24 | 2026-06-03T12:00-04:00 | 240h | 2026-06-17T12:00-04:00 | 60 until Friday's end, 120 the next week, 60 from Monday 15th
# Different hours each day in Los Angeles (12, 12, 10, 12, 8); 3 July off
pacific | 2026-07-02T19:00-07:00 | 2h | 2026-07-06T09:00-07:00 | one on Thursday, Friday off, one on Monday
pacific | 2026-07-08T17:30-07:00 | 1h | 2026-07-09T08:30-07:00 | Wednesday closes at 18
pacific | 2026-07-10T12:00-07:00 | 24h | 2026-07-14T16:00-07:00 | 4 Friday, 12 Monday, 8 Tuesday
pacific | 2026-07-13T08:00-07:00 | 54h | 2026-07-17T16:00-07:00 | 12 + 12 + 10 + 12 + 8 are the whole week
# Two stretches a day and a Saturday in New York; Thanksgiving off, 10-14 the day after
lunch | 2026-11-10T11:30-05:00 | 1h | 2026-11-10T13:30-05:00 | half before lunch, half after
lunch | 2026-11-10T12:15-05:00 | 15m | 2026-11-10T13:15-05:00 | at lunch nothing counts
lunch | 2026-11-10T10:00-05:00 | 2h | 2026-11-10T12:00-05:00 | due as lunch starts
lunch | 2026-11-10T12:00-05:00 | 1h | 2026-11-10T14:00-05:00 | as lunch starts it is closed
lunch | 2026-11-13T17:00-05:00 | 2h | 2026-11-14T11:00-05:00 | one on Friday, one on Saturday
lunch | 2026-11-14T13:00-05:00 | 2h | 2026-11-16T09:00-05:00 | one on Saturday, one on Monday
lunch | 2026-11-25T17:00-05:00 | 6h | 2026-11-28T11:00-05:00 | 1 Wed, Thu off, the 4 of Friday's override, 1 Sat
lunch | 2026-11-09T08:00-05:00 | 9h | 2026-11-09T18:00-05:00 | a whole day has nine hours
# Uneven hours in UTC: 8, 6, 8, 6, 8, 3.5
uneven | 2006-01-07T14:00Z | 1h | 2006-01-09T09:30Z | half an hour until Saturday 14:30, half on Monday
uneven | 2006-01-03T09:00Z | 6h | 2006-01-03T16:00Z | Tuesday is 10 to 16
uneven | 2006-01-02T09:00Z | 2370m | 2006-01-07T14:30Z | the week has 39.5 hours
uneven | 2006-01-02T09:00Z | 2371m | 2006-01-09T09:01Z | and a minute more is the next week's first
# Monday 20 to Tuesday 4 as two stretches that meet at midnight
evening | 2026-06-01T22:00Z | 4h | 2026-06-02T02:00Z | 24:00 and 00:00 are one instant
evening | 2026-06-01T20:00Z | 4h | 2026-06-02T00:00Z | due at midnight
evening | 2026-06-01T20:00Z | 9h | 2026-06-08T21:00Z | eight in one evening, one in the next week's
evening | 2026-06-02T04:00Z | 1h | 2026-06-08T21:00Z | closed from Tuesday 4:00
# Nights that start Monday to Friday, 22 to 6, in Berlin; 24 December off; a break on 25 November, 2-3
nights | 2026-11-20T23:00+01:00 | 8h | 2026-11-23T23:00+01:00 | Friday's night lasts until Saturday 6:00 (7), then Monday's first
nights | 2026-11-22T03:00+01:00 | 1h | 2026-11-23T23:00+01:00 | no night starts on Saturday
nights | 2026-11-21T05:30+01:00 | 30m | 2026-11-21T06:00+01:00 | the end of Friday's night
nights | 2026-11-23T05:00+01:00 | 1h | 2026-11-23T23:00+01:00 | Monday's small hours would be Sunday's night, and there is none
nights | 2026-11-24T22:00+01:00 | 6h | 2026-11-25T05:00+01:00 | 22-2, the break of the 25th, 3-5: a break is by the wall
nights | 2026-12-23T22:00+01:00 | 8h | 2026-12-24T06:00+01:00 | a night belongs to the date it starts on, so it ends on the holiday
nights | 2026-12-23T22:00+01:00 | 9h | 2026-12-25T23:00+01:00 | the holiday's own night does not take place
nights | 2026-12-25T01:00+01:00 | 1h | 2026-12-25T23:00+01:00 | nor do its small hours on the 25th
# One night a week, Saturday 22 to 6, in Berlin
satnight | 2026-03-28T22:00+01:00 | 7h | 2026-03-29T06:00+02:00 | the night of the gap has seven hours
satnight | 2026-03-28T22:00+01:00 | 450m | 2026-04-04T22:30+02:00 | and the half hour more is a week later
satnight | 2026-10-24T22:00+02:00 | 9h | 2026-10-25T06:00+01:00 | the night of the doubled hour has nine
satnight | 2026-10-24T22:00+02:00 | 5h | 2026-10-25T02:00+01:00 | the fifth hour is the first 2-3, and then it is 2:00 again
# Sunday mornings in New York
sunday1to3 | 2026-11-01T01:00-04:00 | 3h | 2026-11-01T03:00-05:00 | 1-2 twice and 2-3
sunday1to3 | 2026-03-08T01:00-05:00 | 1h | 2026-03-08T03:00-04:00 | 2-3 does not exist, so it closes at 3:00 after one hour
sunday1to3 | 2026-03-08T01:00-05:00 | 2h | 2026-03-15T02:00-04:00 | and the second hour is a week later
sunday230 | 2026-03-08T00:00-05:00 | 30m | 2026-03-08T03:30-04:00 | an opening in the gap moves to its end
sunday130 | 2026-11-01T00:00-04:00 | 15m | 2026-11-01T01:45-04:00 | an opening in the doubled hour is its first
sunday130 | 2026-11-01T00:00-04:00 | 45m | 2026-11-01T01:45-05:00 | 1:30-2:00, then the wall shows 1:00-1:30 again, which is closed
# Lord Howe, where summer time is half an hour
howe | 2026-04-05T01:00+11:00 | 150m | 2026-04-05T03:00+10:30 | 1:00-2:00, then 1:30-3:00
howe | 2026-10-04T01:00+10:30 | 90m | 2026-10-04T03:00+11:00 | 1:00-2:00, then 2:30-3:00
howeoffice | 2026-10-02T16:00+10:30 | 2h | 2026-10-05T10:00+11:00 | one on Friday, one on Monday
# Sao Paulo, where midnight was skipped or came twice
saopaulo | 2018-11-03T20:00-03:00 | 1h | 2018-11-04T02:00-02:00 | that Sunday starts at 1:00
saopaulo | 2018-11-04T01:00-02:00 | 6h | 2018-11-05T01:00-02:00 | five until 6:00, one on Monday
saolate | 2018-02-17T23:00-02:00 | 2h | 2018-02-18T00:00-03:00 | Saturday 23-24 came twice
stjohns | 2010-11-06T23:00-02:30 | 90m | 2010-11-06T23:31-03:30 | 60 until midnight; a minute later it was 23:01 again, 30 from there
# Zones that skipped a day
apia | 2011-12-29T16:00-10:00 | 2h | 2012-01-02T10:00+14:00 | one on Thursday; Friday the 30th did not exist; one on Monday
apiaalways | 2011-12-29T12:00-10:00 | 24h | 2011-12-31T12:00+14:00 | 12 on Thursday, 12 on Saturday
apiathu | 2011-12-29T22:00-10:00 | 3h | 2012-01-05T23:00+14:00 | two until midnight; its small hours were skipped with the 30th
apiafri | 2011-12-29T23:00-10:00 | 1h | 2011-12-31T01:00+14:00 | the night of the skipped Friday is left with Saturday's small hours
kwajalein | 1993-08-20T16:00-12:00 | 2h | 1993-08-23T10:00+12:00 | one on Friday; Saturday the 21st did not exist; one on Monday
# Kathmandu, Sunday to Friday 10 to 18
kathmandu | 2026-11-20T17:30+05:45 | 1h | 2026-11-22T10:30+05:45 | half on Friday, Saturday off, half on Sunday
kathmandu | 2026-11-22T04:00Z | 1h | 2026-11-22T11:00+05:45 | 4:00 UTC is 9:45 there, it opens at 10
# A shop in Berlin, Monday to Saturday 9 to 17, before Christmas
shop | 2026-12-23T16:30+01:00 | 1h | 2026-12-24T10:30+01:00 | the holiday's override opens it at 10
shop | 2026-12-24T10:00+01:00 | 2h | 2026-12-24T13:00+01:00 | the break 11-12 counts on an override too
shop | 2026-12-19T16:00+01:00 | 3h | 2026-12-20T14:00+01:00 | one on Saturday and the two of a Sunday that is open
shop | 2026-12-20T13:00+01:00 | 2h | 2026-12-22T10:00+01:00 | one on Sunday; Monday's override has no hours; one on Tuesday
# Open once and never again
once | 2026-01-01T00:00Z | 2h | 2026-05-01T12:00Z | the only two hours there are
once | 2026-01-01T00:00Z | 121m | never | a minute more never comes
once | 2010-01-01T00:00Z | 1h | never | it is more than ten years away
`
