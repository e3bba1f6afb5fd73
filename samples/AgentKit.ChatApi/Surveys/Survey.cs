namespace AgentKit.ChatApi.Surveys;

/// <summary>A survey of the application, with the answers that it has so far.</summary>
internal sealed record Survey(string Id, string Title, DateOnly ClosesOn, IReadOnlyList<SurveyRegion> Regions);
