namespace AgentKit;

/// <summary>What a property of a block means for its kind. Flags, so that repetitions are noticed.</summary>
[Flags]
internal enum BlockMember
{
    None = 0,
    Type = 1,

    /// <summary>The first string: text, id or tool_use_id.</summary>
    Key = 2,
    Name = 4,

    /// <summary>The free JSON: input or content.</summary>
    Json = 8,
    IsError = 16,
}
