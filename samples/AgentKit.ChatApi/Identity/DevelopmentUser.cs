namespace AgentKit.ChatApi.Identity;

/// <summary>Whom a token stands for.</summary>
internal sealed class DevelopmentUser
{
    public string Workspace { get; set; } = "";

    public string User { get; set; } = "";

    public string? Role { get; set; }
}
