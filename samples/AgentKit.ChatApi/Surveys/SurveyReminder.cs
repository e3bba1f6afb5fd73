namespace AgentKit.ChatApi.Surveys;

/// <summary>How many people a reminder went to.</summary>
internal sealed record SurveyReminder(string Survey, int Reminded);
