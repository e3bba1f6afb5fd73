using System.ComponentModel;

namespace AgentKit.SurveyAssistant.Surveys;

/// <summary>What agents may do with surveys.</summary>
internal sealed class SurveyTools(SurveyCatalog catalog)
{
    public const string GetSurveyProgress = "get_survey_progress";

    [Description("How many of the invited people have answered a survey, and which region is furthest behind.")]
    public SurveyProgress GetProgress(
        [Description("The id of the survey: customers-2026, employees-2026 or suppliers-2026.")] string survey) =>
        catalog.Find(survey) is { } found
            ? SurveyProgress.Of(found)
            : throw new ToolFailedException(GetSurveyProgress, $"there is no survey '{survey}'.");
}
