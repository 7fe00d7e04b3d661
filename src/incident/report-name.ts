/** What a person's report is called as an alert; its family too, so that reports of one service are one incident. */
export const reportName = "ReportedByHand";
