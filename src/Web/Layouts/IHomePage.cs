namespace Web.Layouts;

/// <summary>What residents see first; a module provides it.</summary>
public interface IHomePage
{
    /// <summary>The component.</summary>
    Type Component { get; }
}
