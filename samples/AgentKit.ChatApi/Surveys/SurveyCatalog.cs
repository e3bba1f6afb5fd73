namespace AgentKit.ChatApi.Surveys;

/// <summary>The surveys of the demo; an application has them in its own tables.</summary>
internal sealed class SurveyCatalog
{
    public IReadOnlyList<Survey> All { get; } =
    [
        new("customers-2026", "Customer satisfaction 2026", new(2026, 12, 4),
            [new("Bogotá", 480, 301), new("Medellín", 420, 236), new("Cali", 300, 105)]),
        new("employees-2026", "Working here 2026", new(2026, 11, 30),
            [new("Head office", 210, 198), new("Branches", 640, 411)]),
        new("suppliers-2026", "Suppliers and we", new(2027, 1, 15),
            [new("Colombia", 96, 12), new("Abroad", 31, 9)]),
    ];

    public Survey? Find(string id) => All.FirstOrDefault(survey => survey.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
