namespace AgentKit.SurveyAssistant.Web;

/// <summary>A turn, as a chat window shows it.</summary>
internal sealed record ChatLine(long Number, string Role, string Text);
