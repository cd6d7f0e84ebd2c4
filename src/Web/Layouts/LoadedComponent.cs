using Microsoft.AspNetCore.Components;

namespace Web.Layouts;

/// <summary>
/// A component that is drawn once, when its data is there. The framework's own base draws first and loads meanwhile, which on a server-rendered page shows
/// nobody anything, meets data that is still missing, and lets children ask the database while their parent does.
/// </summary>
public abstract class LoadedComponent : ComponentBase
{
    /// <summary>Loads what the component shows; parameters are set, nothing is drawn yet.</summary>
    protected virtual Task Prepare() => Task.CompletedTask;

    /// <inheritdoc />
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await Prepare();
        await base.SetParametersAsync(ParameterView.Empty);
    }
}
