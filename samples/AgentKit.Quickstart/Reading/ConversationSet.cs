namespace AgentKit.Quickstart.Reading;

/// <summary>What was found in the files.</summary>
internal sealed class ConversationSet
{
    public List<RecordedConversation> Conversations { get; } = [];

    public List<SkippedInput> Skipped { get; } = [];

    public int Files { get; set; }
}
