namespace AgentKit.ChatApi.Surveys;

internal sealed record SurveyRegion(string Name, int Invited, int Answered);
