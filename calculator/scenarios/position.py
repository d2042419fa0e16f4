"""Where a workshop stands: which scene, which step, whether the answer was shown. No figures here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from calculator.scenarios.scene import Scene


@dataclass(frozen=True)
class Position:
    """A place in a row of scenes; moving gives a new one."""

    scenes: tuple[Scene, ...]
    index: int = 0
    step: int = 0
    is_answered: bool = False
    """The answer stays shown when one goes back to an earlier step."""

    @property
    def scene(self) -> Scene:
        return self.scenes[self.index]

    @property
    def is_last_step(self) -> bool:
        return self.step == len(self.scene.told) - 1

    @property
    def shown(self) -> int:
        """How many steps can be seen, which is also the number of the step for people."""
        return self.step + 1

    def begin(self, index: int) -> Position:
        """The question of a scene; after the last scene the first one, and round the other way too."""
        return Position(self.scenes, index % len(self.scenes))

    def again(self) -> Position:
        return self.begin(self.index)

    def forward(self) -> Position:
        """The next step; the last one is the answer, after it comes the next scene."""
        if self.is_last_step:
            return self.begin(self.index + 1)
        moved = replace(self, step=self.step + 1)
        return replace(moved, is_answered=self.is_answered or moved.is_last_step)

    def back(self) -> Position:
        """The step before; from the question the scene before."""
        return replace(self, step=self.step - 1) if self.step else self.begin(self.index - 1)

    def answer(self) -> Position:
        """The last step at once."""
        return replace(self, step=len(self.scene.told) - 1, is_answered=True)
