using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Functions of delegates that may ask for the <see cref="ToolContext"/>.</summary>
internal static class ToolFactory
{
    public static AIFunction Create(Delegate method, string? name, string? description) =>
        AIFunctionFactory.Create(method, new AIFunctionFactoryOptions
        {
            Name = name,
            Description = description,
            SerializerOptions = ContentJsonOptions.Default, // the library's own would indent what models are billed for
            ConfigureParameterBinding = static parameter => parameter.ParameterType == typeof(ToolContext)
                ? new() { ExcludeFromSchema = true, BindParameter = static (_, arguments) => ContextOf(arguments) }
                : default,
        });

    private static ToolContext ContextOf(AIFunctionArguments arguments) =>
        ToolContext.Find(arguments)
        ?? throw new InvalidOperationException("The tool asks for a ToolContext: it is to be called by an AgentRunner.");
}
