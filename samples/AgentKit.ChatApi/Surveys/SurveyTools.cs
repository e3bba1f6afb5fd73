using System.ComponentModel;

namespace AgentKit.ChatApi.Surveys;

/// <summary>What agents may do with surveys.</summary>
internal sealed class SurveyTools(SurveyCatalog catalog)
{
    public const string GetSurveyProgress = "get_survey_progress";
    public const string SendReminders = "send_reminders";

    private const string Ids = "The id of the survey: customers-2026, employees-2026 or suppliers-2026.";

    [Description("How many of the invited people have answered a survey, and which region is furthest behind.")]
    public SurveyProgress GetProgress([Description(Ids)] string survey) => SurveyProgress.Of(Find(GetSurveyProgress, survey));

    /// <summary>The demo only counts them; an application queues the messages here, under the id of the tool run.</summary>
    [Description("Reminds those who have not answered a survey yet, by mail.")]
    public SurveyReminder Remind([Description(Ids)] string survey)
    {
        var progress = SurveyProgress.Of(Find(SendReminders, survey));
        return new SurveyReminder(progress.Survey, progress.Invited - progress.Answered);
    }

    private Survey Find(string tool, string survey) =>
        catalog.Find(survey) ?? throw new ToolFailedException(tool, $"there is no survey '{survey}'.");
}
