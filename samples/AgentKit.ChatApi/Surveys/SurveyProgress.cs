namespace AgentKit.ChatApi.Surveys;

/// <summary>What the tool answers.</summary>
internal sealed record SurveyProgress(
    string Survey, string Title, int Invited, int Answered, double Percent, DateOnly ClosesOn, string FurthestBehind)
{
    public static SurveyProgress Of(Survey survey)
    {
        var invited = survey.Regions.Sum(region => region.Invited);
        var answered = survey.Regions.Sum(region => region.Answered);
        return new SurveyProgress(
            survey.Id,
            survey.Title,
            invited,
            answered,
            Math.Round(100.0 * answered / invited, 1),
            survey.ClosesOn,
            survey.Regions.MinBy(region => (double)region.Answered / region.Invited)!.Name);
    }
}
